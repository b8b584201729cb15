"""The page that shows an audit: what stands in it, and the templates that give it its form."""
