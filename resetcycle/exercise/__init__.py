"""Exercises as a learner meets them: tasks, and self-checks that say what is off about an answer.

The rooms, each of which knows only those before it: `task` (what is asked), `public` (the table of
all exercises), `naming` (what a learner left, in words), `watch` (what a kernel's cells left),
`shapes` (what an answer must look like), `calls` (asking for it), `slips` (what a look at the code
finds), `keys` and `seals` (how the accepted answer is recognised, in the clear or by digests),
`parts` (what is right of one earns), `explain` (what is off about an answer), `judge` (about all
answers to a task), `labels`, `cards` and `hand` (a task in words, done without Python), `say`,
`progress`, `patterns` (code for hints), `hints`, `recall`, `reading`, `check`, `essay` and `model`
(what a learner calls). Grading uses the same rooms.
"""
