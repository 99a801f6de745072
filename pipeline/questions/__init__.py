"""The questions of a panel, each answered from a dataset by one call: `ask`."""

from safeplans.pipeline.questions.asking import Answer, QuestionError, answer, ask
from safeplans.pipeline.questions.registry import Question, questions

__all__ = ["Answer", "Question", "QuestionError", "answer", "ask", "questions"]
