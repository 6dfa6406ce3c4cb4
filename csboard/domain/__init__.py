"""The rules of the board: pure functions over frozen records, standard library only."""
