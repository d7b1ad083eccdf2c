/** A schema file to upload. */
export interface SchemaUpload {
  readonly path: string;
  readonly text: string;
}

/** Reads the schema files among those of a chosen folder, with their paths inside it. */
export async function readSchemaFiles(files: readonly File[]): Promise<SchemaUpload[]> {
  const schemas = files.filter((file) => file.name.endsWith(".schema.json"));
  return Promise.all(
    schemas.map(async (file) => ({
      path: file.webkitRelativePath || file.name,
      text: await file.text(),
    })),
  );
}
