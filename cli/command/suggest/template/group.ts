import { isObject, type JsonObject, nearest, own, type Position, readDocuments } from '../../../../rule/index.ts';
import { UsageError } from '../../../usage-error.ts';

/** A security group as a template has it. */
export interface GroupInTemplate {
  readonly logicalId: string;
  readonly properties: JsonObject;
  /** JSON pointer to its properties. */
  readonly pointer: string;
  /** Where the key that a JSON pointer names is written. */
  readonly positionOf: (pointer: string) => Position;
}

/**
 * Finds a security group in the text of a template: that of a logical id, or else the only one.
 * @throws {UsageError} where there is no such group, or there are several
 */
export function openGroup(path: string, text: string, logicalId: string | undefined): GroupInTemplate {
  for (const { value, positionOf } of readDocuments(text)) {
    const resources = own(value, 'Resources');
    if (!isObject(resources)) continue;
    const id = logicalId ?? onlyGroup(path, resources);
    return { logicalId: id, ...propertiesOf(path, resources, id), positionOf };
  }
  throw new UsageError(`${path}: has no Resources. Name a CloudFormation template.`);
}

const GROUP = 'AWS::EC2::SecurityGroup';

const EGRESS = 'AWS::EC2::SecurityGroupEgress';

const typeOf = (resources: JsonObject, id: string): unknown => {
  const resource = own(resources, id);
  return isObject(resource) ? own(resource, 'Type') : undefined;
};

const groupsIn = (resources: JsonObject): readonly string[] =>
  Object.keys(resources).filter((id) => typeOf(resources, id) === GROUP);

const onlyGroup = (path: string, resources: JsonObject): string => {
  const groups = groupsIn(resources);
  const [id] = groups;
  if (id === undefined) throw new UsageError(`${path}: has no ${GROUP} to write the entries into.`);
  if (groups.length > 1)
    throw new UsageError(`${path}: has ${groups.length} groups: say which by --resource ${groups.join(' or ')}.`);
  return id;
};

const propertiesOf = (
  path: string,
  resources: JsonObject,
  id: string,
): Pick<GroupInTemplate, 'properties' | 'pointer'> => {
  const type = typeOf(resources, id);
  if (type === EGRESS)
    throw new UsageError(
      `${path}: ${id} is one entry of a group that stands elsewhere. Name that group by --resource, or paste what --format yaml prints.`,
    );
  if (type !== GROUP) throw new UsageError(`${path}: ${missing(resources, id)}`);
  const resource = own(resources, id);
  const properties = isObject(resource) ? own(resource, 'Properties') : undefined;
  if (!isObject(properties) || Object.keys(properties).length === 0)
    throw new UsageError(`${path}: ${id} has no properties, so there is no place for the entries.`);
  return { properties, pointer: `/Resources/${id}/Properties` };
};

const missing = (resources: JsonObject, id: string): string => {
  const meant = nearest(id, groupsIn(resources));
  return `has no ${GROUP} ${id}${meant === undefined ? '.' : `: did you mean ${meant}?`}`;
};
