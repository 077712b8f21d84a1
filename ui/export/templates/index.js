
      const root = document.querySelector(".gx-site");
      const program = document.createElement("script");
      program.src = root.dataset.player;
      // Without pictures the cards still lead to their pages.
      const draw = ({ thumbnails }) => thumbnails(root);
      program.onload = () => Promise.resolve(gradientExplorer).then(draw).catch(() => {});
      document.head.append(program);
    