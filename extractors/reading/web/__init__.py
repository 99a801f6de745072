"""Web pages, as a browser saves them or a word processor writes them.

Parsing and the walk over a page are lxml's and ours; what of a page is not its content is set aside as furniture of
reason ``navigation`` (`site_parts`). Nothing that a page names is ever fetched: no picture, style sheet, script, frame.
"""
