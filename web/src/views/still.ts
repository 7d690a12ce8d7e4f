// A person's own picture, or the still of a film, as a small JPEG that fits into an export.
import { t } from "../text";

const SIDE_MAX = 960; // pixels
const FILM_WAIT_MS = 10_000;

function shrink(source: CanvasImageSource, width: number, height: number): string {
  if (!(width > 0 && height > 0)) throw new Error(t("mine.picture.bad"));
  const scale = Math.min(1, SIDE_MAX / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  if (!context) throw new Error(t("mine.picture.bad"));
  context.fillStyle = "#FFFFFF";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/jpeg", 0.8);
}

export async function pictureOf(file: Blob): Promise<string> {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (!bitmap) throw new Error(t("mine.picture.bad"));
  return shrink(bitmap, bitmap.width, bitmap.height);
}

/** The film half a second in. */
export function stillOf(film: Blob): Promise<string> {
  const address = URL.createObjectURL(film);
  const video = document.createElement("video");
  return new Promise<string>((resolve, reject) => {
    const fail = (): void => reject(new Error(t("mine.film.bad")));
    setTimeout(fail, FILM_WAIT_MS);
    video.muted = true;
    video.preload = "auto";
    video.onerror = fail;
    video.onloadeddata = () => { video.currentTime = Math.min(0.5, (video.duration || 0) / 2); };
    video.onseeked = () => {
      try {
        resolve(shrink(video, video.videoWidth, video.videoHeight));
      } catch {
        fail();
      }
    };
    video.src = address;
  }).finally(() => URL.revokeObjectURL(address));
}
