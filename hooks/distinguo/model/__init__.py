"""The shapes of files: what content says of a site, its sources, its explainers and its pages."""
