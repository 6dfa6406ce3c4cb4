"""The storm battery: what must never be lost or let in, tried by real processes and real faults.

`python -m bench.storm` runs every test at its full figure, `--short` a shortened form that CI
can afford. Each test is one module with `run(storm)`, which yields figures; `TESTS` names them.
"""
