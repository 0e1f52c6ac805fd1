/** A rich text editor that listens to the browser's own editing of a contenteditable element. */
import Quill from "quill";

const editor = new Quill("#editor", {
  theme: "snow",
  modules: {
    toolbar: [
      [{ header: [1, 2, false] }],
      ["bold", "italic", "underline"],
      [{ list: "ordered" }, { list: "bullet" }],
      ["link", "blockquote"],
      ["clean"],
    ],
  },
});
const words = document.querySelector("#words");
const count = () => {
  if (words !== null)
    words.textContent = String(editor.getText().split(/\s+/).filter(Boolean).length);
};
editor.on("text-change", count);
count();
