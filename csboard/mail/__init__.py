"""Reading what comes in: pure parsing, and the sources that mail comes from."""
