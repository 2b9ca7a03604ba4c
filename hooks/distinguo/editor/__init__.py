"""What an editor types and sees: the commands, the preview, new files, schemas, repairs."""
