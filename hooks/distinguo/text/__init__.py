"""The bytes of a file → YAML nodes and Markdown that know where they stand, repaired where they must be."""
