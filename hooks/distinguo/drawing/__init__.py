"""A checked site → the Markdown, the HTML and the JSON-LD of its pages."""
