
      const root = document.querySelector(".gx-view");
      const failed = () => {
        {% include "failed.js" %}
      };
      const program = document.createElement("script");
      program.src = root.dataset.player;
      program.onload = () => Promise.resolve(gradientExplorer).then(({ view }) => view(root)).catch(failed);
      program.onerror = failed;
      document.head.append(program);
    