{# Where the player could not be loaded: a sentence, and a button. #}
const failure = root.querySelector(".gx-failure");
        const again = document.createElement("button");
        again.className = "gx-again";
        again.textContent = "Try again";
        again.onclick = () => location.reload();
        failure.hidden = false;
        failure.append("The player could not be loaded. ", again);
