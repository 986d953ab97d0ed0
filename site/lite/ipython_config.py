"""How Python in the page starts: by IPython, which reads this before the first cell."""

# Completion asks what the notebook holds. The library that would guess from the text of the code,
# as JupyterLab's kernel does by default, is 1.7 MB and is left out.
c.InteractiveShellApp.exec_lines = [  # noqa: F821  # pyright: ignore[reportUndefinedVariable]
    "get_ipython().Completer.use_jedi = False"
]
