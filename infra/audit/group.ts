import { type DeployedStack, readStackId } from './stack.ts';

/** What a stack belongs to: its stack set, e.g. `StackSet baseline`, or else the outermost of the stacks that it is nested in. */
export function groupOf({ name, rootId }: Pick<DeployedStack, 'name' | 'rootId'>): string {
  const root = rootId === undefined ? name : readStackId(rootId).name;
  const [, stackSet] = INSTANCE.exec(root) ?? [];
  return stackSet === undefined ? root : `StackSet ${stackSet}`;
}

/** The value of a tag, whether or not its name is written in capitals; what is exactly so called comes first. */
export function tagOf({ tags }: Pick<DeployedStack, 'tags'>, tag: string): string | undefined {
  const lower = tag.toLowerCase();
  const found = tags.find(([name]) => name === tag) ?? tags.find(([name]) => name.toLowerCase() === lower);
  return found?.[1] === '' ? undefined : found?.[1];
}

/** CloudFormation names the instances of a stack set like this. */
const INSTANCE = /^StackSet-(.+)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
