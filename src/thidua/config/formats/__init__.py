"""Part of the shared configuration."""
