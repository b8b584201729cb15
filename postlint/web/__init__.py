"""The page of `postlint write`: a local web server, and a language server for each open page."""
