"""The two folders of a site, content and docs → one checked site, or everything that is wrong with them."""
