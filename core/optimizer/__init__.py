"""From a gradient to new weights: gradient descent, and rules that remember earlier gradients. One rule a file.
Each keeps the weights' shape (D+1, 1) and replaces `model.W`; an array handed out earlier never changes."""

from core.discovery import records
from core.optimizer.adam import Adam
from core.optimizer.gradient_descent import Optimizer
from core.optimizer.momentum import Momentum
from core.optimizer.rmsprop import RMSProp
from core.optimizer.rule import Rule

RULES: dict[str, Rule] = {rule.name: rule for rule in records(__name__, __path__, Rule)}
OPTIMIZERS: dict[str, type[Optimizer]] = {name: rule.optimizer for name, rule in RULES.items()}

__all__ = ["OPTIMIZERS", "RULES", "Adam", "Momentum", "Optimizer", "RMSProp", "Rule"]
