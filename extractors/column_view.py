def column_view(document):
    return None
