import { asset } from '../../src/lib/paths'
import { Button } from './button'

/** In a form with a file, after its buttons: shown while the file goes up (`public/upload.js`), and nothing without scripts. */
export function UploadProgress() {
  return (
    <>
      <div data-upload="" hidden>
        <div class="actions">
          <progress max="100" value="0" aria-label="Progression de l’envoi" />
          <span data-after="Envoyé, le fichier est examiné…">0&#8239;%</span>
          <Button type="button">Annuler l’envoi</Button>
        </div>
      </div>
      <script src={asset('upload.js')} defer></script>
    </>
  )
}
