"""The HTML page of an audit: its content and its template."""
