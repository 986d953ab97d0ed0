"""The instructor's side: from `solutions/` to the exercises that a class receives. Learners need nothing from here."""

from nbconvert.preprocessors import Preprocessor


class StripWidgetState(Preprocessor):
    """For nbgrader's autograding: a notebook keeps what it shows, not the megabytes behind its widgets."""

    def preprocess(self, notebook, resources):
        """Return the notebook without `metadata.widgets`."""
        notebook.metadata.pop("widgets", None)
        return notebook, resources
