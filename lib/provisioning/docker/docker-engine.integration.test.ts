import Docker from "dockerode";
import { describeEngineContract } from "../engine.contract";
import { buildSampleImage } from "../local-images/build-sample-image";
import { createDockerEngine } from "./engine";

const dockerHost = "unix:///var/run/docker.sock";

describeEngineContract("docker", {
  makeEngine: (options) => createDockerEngine({ dockerHost, ...options }),
  imageId: async () => (await buildSampleImage({ dockerHost })).imageId,
  removeImage: async (reference) => {
    const docker = new Docker({ socketPath: "/var/run/docker.sock" });
    await docker
      .getImage(reference)
      .remove({ force: true })
      .catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404) throw error;
      });
  },
});
