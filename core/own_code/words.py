"""Findings in words: a dictionary of sentences for each language.
What a mistake is called, and what there is to say of it, stands with the mistake, and in the app's own catalogues."""

from typing import Any

from core.mistakes.mistake import Mistake
from core.numbers import number
from core.own_code.here import MISTAKE_WORDS

ENGLISH = {
    "right": "{array}: right.",
    "new W": "W after the update",
    "columns": "X: forward takes it as (D, N), one sample per column. That is fine if your notebook passes it so.",
    "fused": "dL/dz: your loss gives dL/dy at once, and backward takes it so. That is fine.",
    "without N": "dL/dz: its 1/N is in backward. That is fine.",
    "no dL/dz": "dL/dz: not checked, because this BCE has no backward. check(Classifier, (loss, slope)) takes two "
    "functions.",
    "z logits": "→ These are the logits y: the sigmoid is missing. The app's z is sigmoid(y), and its BCE takes z.",
    "z class 0": "→ These are the values of 1 − z. Is the sign of the exponent right? sigmoid(x) = 1 / (1 + e^−x).",
    "ones before": "→ If your notebook itself adds the column of ones to X, call check(…, ones=True).",
    "bias before": "→ If your W has its bias first, not last, z is right: then this is not a bug, only another order.",
    "right if": "{array}: right, if backward gets the right dL/dz.",
    "right if dy": "{array}: right, if backward is to get dL/dy. If it gets dL/dz, the factor z(1 − z) is missing.",
    "sign": "{array}: right but for its sign.",
    "factor": "{array}: {factor} times the right values.",
    "factor of N": "{array}: {factor} times the right values, so {value} times at N = {n}.",
    "number": "{array}: {value} times the right values.",
    "row": "{array}: wrong. Row {row} has {got}, and should have {right}.",
    "value": "{array}: wrong. It is {got}, and should be {right}.",
    "again": "{array}: right at the first step and wrong at the second. Something of the first is left over.",
    "gives dy": "dL/dz: these are the values of dL/dy. The slope z(1 − z) is in them already, and backward multiplies "
    "by it once more.",
    "gives dy by": "dL/dz: these are {factor} times the values of dL/dy. The slope z(1 − z) is in them already, and "
    "backward multiplies by it once more.",
    "dL/dy 2": "→ 2(z − t) / N is the slope of MSE. BCE's is (z − t) / (z(1 − z)) / N.",
    "no W": "z: not checked, because the weights of this Classifier were not found. Call them W.",
    "N somewhere": "dL/dz: N times too large, unless backward divides by N.",
    "not finite": "{array}: it has NaN or infinite values.",
    "shape": "{array}: the shape is {shape}, and should be {right}.",
    "broadcast": "→ numpy turns (N,) and (N, 1) into (N, N): let both be (N, 1), or both (N,).",
    "per sample": "L: the shape is {shape}. L is a single number, the mean over all samples.",
    "nothing": "{array}: None. Is a return missing?",
    "no numbers": "{array}: a {kind}, not an array of numbers.",
    "raises": "{method} raises {error}.",
    "cache": "→ Has forward kept what backward looks for?",
    "no method": "{method} is missing.",
    "arguments": "{method} cannot be called with ({right}).",
    "not taken": "{method} does not take the weights that it is given.",
    "in place": "{method} changes {array} in place. Let it work on a copy: others still need {array}.",
    "log 0": "{array}: NaN or infinite where an output has been rounded to 0 or 1. Keep z between them, for example by "
    "np.clip(z, 1e-12, 1 - 1e-12).",
    "overflow": "z: wrong for large logits, where e^x overflows. 1 / (1 + np.exp(-x)) stays right.",
    "mistake": "→ This is the bug “{name}”. {hint}",
    "two": "→ These are two bugs at once.",
    "one of two": "→ One is “{name}”. {hint}",
    "unknown": "→ None of the known bugs gives these values.",
    "see": "→ See it: {link}",
    "L N": "→ It is the sum over all samples. L is their mean.",
    "L −1": "→ The minus in front is missing.",
    "L 1/ln 2": "→ This is log2. L takes the natural logarithm, np.log.",
    "L 1/ln 10": "→ This is log10. L takes the natural logarithm, np.log.",
    "dL/dz −1": "→ The sign is flipped: −log z has the slope −1/z, and −log(1 − z) has +1/(1 − z).",
    "dW −1": "→ The sign is flipped. The minus of W − lr · dW is not part of dW.",
    "dW over features": "→ These are sums over the features of each sample. dW is a sum over the samples: axis=0.",
    "dW reshaped": "→ reshape does not transpose: it only counts the same numbers off in other rows. Take X.T.",
    "dW row": "→ The values are right, in another shape.",
    "dW and W": "→ A multiple of W is added, as the gradient of a penalty on the weights is. The app's loss has none.",
    "what is checked": "What could be checked is right.",
    "all right": "All right: your code gives the same values as the app's.",
    "one": "One thing to fix.",
    "several": "{count} things to fix. Begin with the first: the others may come from it.",
    "stopped": "The check had to stop: {error}",
    "traced": "{file}: steps 0 to {steps}. Bring it to the page Compare.",
    "not traced": "Nothing was written.",
    "ends": "{array} has become infinite or NaN at step {step}: there the run ends.",
    "rounded": "→ An output has been rounded to 0 or 1, and the logarithm of 0 is infinite. Keep z between them, for "
    "example by np.clip(z, 1e-12, 1 - 1e-12), or take dL/dy = (z − t) / N at once.",
    "ends early": "The run ends at step {step}.",
    "use": "This file checks your own classes. In your notebook, in the same folder:\n"
    "from check_gradient import check; check(Classifier, BCE)",
    "not X": "X must be an array (N, D) of numbers, and y must have N of them.",
    "not steps": "steps must be a whole number from 1 to 5000, and lr a number above 0.",
    "not written": "{file} cannot be written: {error}",
}

GERMAN = {
    "right": "{array}: richtig.",
    "new W": "W nach dem Update",
    "columns": "X: forward erwartet (D, N), also ein Beispiel je Spalte. Das ist in Ordnung, wenn dein Notebook es so "
    "übergibt.",
    "fused": "dL/dz: Dein Verlust liefert gleich dL/dy, und backward erwartet es so. Das ist in Ordnung.",
    "without N": "dL/dz: Das 1/N steht in backward. Das ist in Ordnung.",
    "no dL/dz": "dL/dz: nicht geprüft, denn BCE hat kein backward. check(Classifier, (verlust, ableitung)) nimmt zwei "
    "Funktionen.",
    "z logits": "→ Das sind die Logits y: Das Sigmoid fehlt. In der App ist z = sigmoid(y), und BCE bekommt z.",
    "z class 0": "→ Das sind die Werte von 1 − z. Stimmt das Vorzeichen im Exponenten? sigmoid(x) = 1 / (1 + e^−x).",
    "ones before": "→ Fügt dein Notebook die Einsen-Spalte selbst an X an? Dann nimm check(…, ones=True).",
    "bias before": "→ Steht der Bias in deinem W vorn und nicht hinten, ist z richtig: Dann ist das kein Fehler, "
    "sondern eine andere Reihenfolge.",
    "right if": "{array}: richtig, wenn backward das richtige dL/dz bekommt.",
    "right if dy": "{array}: richtig, falls backward dL/dy bekommen soll. Soll es dL/dz bekommen, fehlt der Faktor "
    "z(1 − z).",
    "sign": "{array}: richtig bis auf das Vorzeichen.",
    "factor": "{array}: das {factor}-Fache der richtigen Werte.",
    "factor of N": "{array}: das {factor}-Fache der richtigen Werte, bei N = {n} also das {value}-Fache.",
    "number": "{array}: das {value}-Fache der richtigen Werte.",
    "row": "{array}: falsch. In Zeile {row} steht {got}; richtig ist {right}.",
    "value": "{array}: falsch. Der Wert ist {got}; richtig ist {right}.",
    "again": "{array}: im ersten Schritt richtig, im zweiten falsch. Etwas vom ersten ist übrig geblieben.",
    "gives dy": "dL/dz: Das sind die Werte von dL/dy. Die Ableitung z(1 − z) steckt schon darin, und backward "
    "multipliziert noch einmal mit ihr.",
    "gives dy by": "dL/dz: Das ist das {factor}-Fache der Werte von dL/dy. Die Ableitung z(1 − z) steckt schon darin, "
    "und backward multipliziert noch einmal mit ihr.",
    "dL/dy 2": "→ 2(z − t) / N ist die Ableitung von MSE. Die von BCE ist (z − t) / (z(1 − z)) / N.",
    "no W": "z: nicht geprüft, denn die Gewichte dieses Classifier waren nicht zu finden. Nenne sie W.",
    "N somewhere": "dL/dz: N-mal zu groß, es sei denn, backward teilt durch N.",
    "not finite": "{array}: enthält NaN oder unendliche Werte.",
    "shape": "{array}: Die Form ist {shape}, richtig ist {right}.",
    "broadcast": "→ Aus (N,) und (N, 1) macht numpy (N, N): Beide müssen (N, 1) sein oder beide (N,).",
    "per sample": "L: Die Form ist {shape}. L ist eine einzige Zahl, der Mittelwert über alle Beispiele.",
    "nothing": "{array}: None. Fehlt ein return?",
    "no numbers": "{array}: vom Typ {kind} und kein Array von Zahlen.",
    "raises": "{method} bricht ab mit {error}.",
    "cache": "→ Hat forward gespeichert, was backward braucht?",
    "no method": "{method} fehlt.",
    "arguments": "{method} lässt sich nicht mit ({right}) aufrufen.",
    "not taken": "{method} übernimmt die Gewichte nicht, die es bekommt.",
    "in place": "{method} verändert {array} an Ort und Stelle. Rechne besser auf einer Kopie: {array} wird noch "
    "gebraucht.",
    "log 0": "{array}: NaN oder unendlich, wo eine Ausgabe auf 0 oder 1 gerundet ist. Halte z dazwischen, "
    "zum Beispiel mit np.clip(z, 1e-12, 1 - 1e-12).",
    "overflow": "z: falsch bei großen Logits, wo e^x überläuft. 1 / (1 + np.exp(-x)) bleibt richtig.",
    "mistake": "→ Das ist der Fehler „{name}“. {hint}",
    "two": "→ Das sind zwei Fehler auf einmal.",
    "one of two": "→ Einer ist „{name}“. {hint}",
    "unknown": "→ Keiner der bekannten Fehler ergibt diese Werte.",
    "see": "→ Sieh es dir an: {link}",
    "L N": "→ Das ist die Summe über alle Beispiele. L ist ihr Mittelwert.",
    "L −1": "→ Das Minus davor fehlt.",
    "L 1/ln 2": "→ Das ist log2. L nimmt den natürlichen Logarithmus, np.log.",
    "L 1/ln 10": "→ Das ist log10. L nimmt den natürlichen Logarithmus, np.log.",
    "dL/dz −1": "→ Das Vorzeichen ist vertauscht: −log z hat die Ableitung −1/z, −log(1 − z) dagegen +1/(1 − z).",
    "dW −1": "→ Das Vorzeichen ist vertauscht. Das Minus in W − lr · dW gehört nicht zu dW.",
    "dW over features": "→ Das sind Summen über die Merkmale jedes Beispiels. dW ist eine Summe über die Beispiele: "
    "axis=0.",
    "dW reshaped": "→ reshape transponiert nicht: Es zählt dieselben Zahlen nur in andere Zeilen ab. Nimm X.T.",
    "dW row": "→ Die Werte stimmen, nur die Form nicht.",
    "dW and W": "→ Dazu kommt ein Vielfaches von W, wie es die Ableitung eines Strafterms für die Gewichte ist. Der "
    "Verlust der App hat keinen.",
    "what is checked": "Was sich prüfen ließ, ist richtig.",
    "all right": "Alles richtig: Dein Code liefert dieselben Werte wie der Code der App.",
    "one": "Eine Stelle ist noch zu verbessern.",
    "several": "{count} Stellen sind noch zu verbessern. Beginne mit der ersten: Daran können die übrigen liegen.",
    "stopped": "Die Prüfung musste abbrechen: {error}",
    "traced": "{file}: Schritte 0 bis {steps}. Lade die Datei auf der Seite „Vergleichen“ hoch.",
    "not traced": "Es wurde nichts geschrieben.",
    "ends": "{array} ist bei Schritt {step} unendlich oder NaN geworden: Dort endet der Lauf.",
    "rounded": "→ Eine Ausgabe ist auf 0 oder 1 gerundet, und der Logarithmus von 0 ist unendlich. Halte z dazwischen, "
    "zum Beispiel mit np.clip(z, 1e-12, 1 - 1e-12), oder nimm gleich dL/dy = (z − t) / N.",
    "ends early": "Der Lauf endet bei Schritt {step}.",
    "use": "Diese Datei prüft deine eigenen Klassen. Schreib in dein Notebook, im selben Ordner:\n"
    "from check_gradient import check; check(Classifier, BCE)",
    "not X": "X muss ein Array (N, D) von Zahlen sein, und y muss N davon haben.",
    "not steps": "steps muss eine ganze Zahl von 1 bis 5000 sein und lr eine Zahl über 0.",
    "not written": "{file} lässt sich nicht schreiben: {error}",
}
LANGUAGES = {"en": ENGLISH, "de": GERMAN}


def say(language: str, sentence: str, **filled: Any) -> str:
    """A sentence in one of LANGUAGES, its numbers in five digits; in English where there is no such language."""
    words = LANGUAGES.get(language, ENGLISH)
    texts = {name: written(language, value) for name, value in filled.items()}
    if texts.get("array") in words:
        texts["array"] = words[texts["array"]]
    return words[sentence].format(**texts)


def knows(sentence: str) -> bool:
    """Whether there is such a sentence."""
    return sentence in ENGLISH


def named(language: str, mistake: Mistake) -> "tuple[str, str]":
    """What a mistake is called, and what is to be said of it."""
    return MISTAKE_WORDS.get(language, {}).get(mistake.key, (mistake.name, mistake.hint))


def written(language: str, value: Any) -> str:
    """A number as the language writes it; anything else as it is."""
    if not isinstance(value, float):
        return str(value)
    text = number(value or 0.0, 5)
    return text.replace(".", ",") if language == "de" else text
