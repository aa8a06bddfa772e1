/** What newer WebGPU says of a device; where it says nothing the device is taken for a GPU. */
interface DeviceWithInfo {
  readonly adapterInfo?: { readonly isFallbackAdapter?: boolean; readonly architecture: string };
}

/**
 * Whether a device is made of software, as SwiftShader and llvmpipe are. There threads of a workgroup that wait for each
 * other cost more than all that they share by it.
 */
export function isSoftware(device: GPUDevice): boolean {
  const { adapterInfo } = device as DeviceWithInfo;
  return adapterInfo?.isFallbackAdapter === true || adapterInfo?.architecture === 'swiftshader';
}
