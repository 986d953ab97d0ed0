"""From the texts that people edit to the files that are built from them. Learners need nothing from
here.
"""
