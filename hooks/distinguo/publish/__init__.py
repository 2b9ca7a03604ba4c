"""One build of a site: read, draw, make, check and publish it, each once."""
