// tfjs-core alone has neither gradients nor chained ops in Node; the union package registers both.
import '@tensorflow/tfjs';
