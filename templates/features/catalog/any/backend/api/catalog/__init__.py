"""The example domain: a catalogue of products."""
