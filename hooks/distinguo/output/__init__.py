"""What a site holds beside its pages: the style sheet, Markdown twins, redirects, what hosts and crawlers read."""
