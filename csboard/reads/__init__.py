"""What a board tells, a file for each subject: parts of `Board`, nothing changes through them."""
