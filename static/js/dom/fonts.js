// Waits until the page shows its type: what is drawn on a canvas would not change when it comes. Who imports this begins then.

export {};

const root = document.documentElement;

await new Promise((resolve) => {
  const look = () => void (root.classList.contains("no-type") || resolve(null));
  new MutationObserver(look).observe(root, { attributeFilter: ["class"] });
  look();
});
