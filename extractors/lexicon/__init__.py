"""How the words of the field are loaded and compared. The words themselves are data, in `extractors/vocabulary/`.

`loading` reads a file of the vocabulary, `forms` has every form in which words are compared, `months` the names of the
months.
"""
