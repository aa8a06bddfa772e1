import { decodeCheckpoint } from '../checkpoint/checkpoint.ts';
import { train } from '../loop/train.ts';
import { fileCheckpoints } from '../node/file-checkpoints.ts';
import { jsonLines } from '../node/json-lines.ts';
import { tinyOptions } from './runs.ts';
import { tinyModel } from './tiny-model.ts';

// A whole run in a process of its own: goes on from the folder's checkpoint, and kills itself, with no chance to clean
// up, right after it logged the given event. Arguments: folder, event type, update.
const [, , folder, type, update] = process.argv;
const checkpoints = await fileCheckpoints(folder!);
const last = await checkpoints.last();
const resume = last && decodeCheckpoint(last);
const log = await jsonLines(`${folder}/events.jsonl`, resume?.progress.update);
await train({
  ...tinyOptions(tinyModel(), checkpoints),
  ...(resume && { resume }),
  onEvent(event) {
    log.write(event);
    if (event.type === type && event.update === Number(update)) process.kill(process.pid, 'SIGKILL');
  },
});
log.close();
