"""Files of word processors: Word (`docx`) and OpenDocument text (`odt`), read by what they say of their own structure.

Each reader makes the parts of `model` of its file; `building` makes of these the `Document`, the same way for both.
The XML is read with lxml and not by way of python-docx or odfpy, which refuse files that Word opens (macros in it,
strict Open XML, a picture that is gone) and know nothing of numbering, text boxes, content controls or tracked changes.
"""
