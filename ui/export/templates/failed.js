{# Where the player could not be loaded: a sentence, and a button. #}
const failure = root.querySelector(".gx-failure");
        const again = document.createElement("button");
        again.className = "gx-again";
        again.textContent = {{ _("Try again") | tojson }};
        again.onclick = () => location.reload();
        failure.hidden = false;
        failure.append({{ _("The player could not be loaded.") | tojson }}, " ", again);
