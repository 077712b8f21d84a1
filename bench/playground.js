// What TensorFlow Playground does in a step, as it comes: two inputs, hidden layers of four and two tanh neurons, 250
// samples to learn from in batches of ten and 250 to test by. Written anew from what it shows; it is not here itself.
// An epoch is learned; both losses are worked out; the network is asked at 100 x 100 places what each neuron says; then
// the pictures are painted: a large one of 100 x 100 pixels, one of 10 x 10 for each neuron and input, a line for each
// weight, two curves of the loss, and the numbers.

(() => {
  const [SIZES, RATE, BATCH, DENSITY, SMALL] = [[2, 4, 2, 1], 0.03, 10, 100, 10];
  const SVG = "http://www.w3.org/2000/svg";
  const random = () => Math.random() - 0.5;

  const layers = SIZES.map((size) =>
    Array.from({ length: size }, () => ({ links: [], outgoing: [], bias: 0.1, dBias: 0, total: 0, output: 0, slope: 0 })),
  );
  const links = [];
  layers.slice(1).forEach((layer, k) => {
    for (const dest of layer)
      for (const source of layers[k]) {
        const link = { source, dest, weight: random(), gradient: 0 };
        dest.links.push(link);
        source.outgoing.push(link);
        links.push(link);
      }
  });
  const [output] = layers.at(-1);
  const neurons = layers.flat();

  const samples = Array.from({ length: 500 }, (_, i) => {
    const angle = 2 * Math.PI * Math.random();
    const radius = i % 2 ? 2.5 * Math.random() : 3.5 + 1.5 * Math.random();
    return { x: radius * Math.sin(angle), y: radius * Math.cos(angle), label: i % 2 ? 1 : -1 };
  });
  const [learned, tested] = [samples.slice(0, 250), samples.slice(250)];

  function forward(x, y) {
    layers[0][0].output = x;
    layers[0][1].output = y;
    for (const layer of layers.slice(1))
      for (const node of layer) {
        node.total = node.bias;
        for (const link of node.links) node.total += link.weight * link.source.output;
        node.output = Math.tanh(node.total);
      }
    return output.output;
  }

  function backward(label) {
    output.slope = output.output - label;
    for (const layer of layers.slice(1).reverse())
      for (const node of layer) {
        if (node !== output) node.slope = node.outgoing.reduce((sum, { weight, dest }) => sum + weight * dest.input, 0);
        node.input = node.slope * (1 - node.output * node.output);
        node.dBias += node.input;
        for (const link of node.links) link.gradient += node.input * link.source.output;
      }
  }

  function update() {
    for (const node of neurons) {
      node.bias -= (RATE * node.dBias) / BATCH;
      node.dBias = 0;
    }
    for (const link of links) {
      link.weight -= (RATE * link.gradient) / BATCH;
      link.gradient = 0;
    }
  }

  const lossOf = (some) => some.reduce((sum, { x, y, label }) => sum + 0.5 * (forward(x, y) - label) ** 2, 0) / some.length;

  const make = (name, place) => place.appendChild(document.createElement(name));
  const draw = (name, place) => place.appendChild(document.createElementNS(SVG, name));
  const canvasOf = (size, shown) => {
    const canvas = make("canvas", document.body);
    canvas.width = canvas.height = size;
    canvas.style.width = canvas.style.height = `${shown}px`;
    return canvas.getContext("2d");
  };
  const large = canvasOf(DENSITY, 300);
  const small = neurons.map(() => canvasOf(SMALL, 30));
  const network = draw("svg", document.body);
  const lines = links.map(() => draw("path", network));
  const chart = draw("svg", document.body);
  const curves = [draw("path", chart), draw("path", chart)];
  const points = draw("svg", document.body);
  for (const { x, y } of learned) {
    const circle = draw("circle", points);
    for (const [name, value] of Object.entries({ r: 3, cx: 150 + 25 * x, cy: 150 - 25 * y })) circle.setAttribute(name, value);
  }
  const said = make("output", document.body);
  const button = make("button", document.body);
  button.setAttribute("aria-label", "Step");
  const history = [];

  function paint(context, size, values) {
    const image = context.createImageData(size, size);
    values.forEach((value, i) => {
      const share = Math.max(0, Math.min(1, 0.5 + value / 2));
      image.data.set([245 - 237 * share, 147 - 30 * share, 34 + 155 * share, 160], 4 * i);
    });
    context.putImageData(image, 0, 0);
  }

  let epoch = 0;
  button.addEventListener("click", () => {
    epoch += 1;
    learned.forEach(({ x, y, label }, i) => {
      forward(x, y);
      backward(label);
      if ((i + 1) % BATCH === 0) update();
    });
    history.push([lossOf(learned), lossOf(tested)]);
    const boundary = neurons.map(() => new Array(DENSITY * DENSITY));
    for (let i = 0; i < DENSITY * DENSITY; i++) {
      forward(((i % DENSITY) / DENSITY) * 12 - 6, 6 - (Math.floor(i / DENSITY) / DENSITY) * 12);
      for (let k = 0; k < neurons.length; k++) boundary[k][i] = neurons[k].output;
    }
    paint(large, DENSITY, boundary.at(-1));
    const part = DENSITY / SMALL;
    small.forEach((context, k) => {
      const place = (i) => ((i % SMALL) + Math.floor(i / SMALL) * DENSITY) * part;
      paint(context, SMALL, Array.from({ length: SMALL * SMALL }, (_, i) => boundary[k][place(i)]));
    });
    links.forEach(({ weight }, k) => {
      lines[k].setAttribute("d", `M0,${20 * k}C100,${20 * k} 100,${10 * k} 200,${10 * k}`);
      lines[k].style.strokeWidth = String(Math.min(10, 5 * Math.abs(weight)));
      lines[k].style.stroke = weight > 0 ? "#0877bd" : "#f59322";
      lines[k].style.strokeDashoffset = String(-epoch / 3);
    });
    curves.forEach((curve, k) => {
      const place = (losses, i) => `${(300 * i) / history.length},${40 - 40 * losses[k]}`;
      curve.setAttribute("d", `M${history.map(place).join("L")}`);
    });
    said.textContent = `${String(epoch).padStart(6, "0")} ${history.at(-1).map((loss) => loss.toFixed(3)).join(" ")}`;
  });
})();
