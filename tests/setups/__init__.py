"""Set-up acts that tests of later steps begin with."""
