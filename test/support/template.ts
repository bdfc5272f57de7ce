import { type EvaluateSettings, evaluateTemplate, type Location, type TemplateEvaluation } from '../../rule/library.ts';

/** What was said of a template, each spot as a line. Empty lists and what is absent are left out. */
export interface Told {
  readonly findings?: readonly string[];
  readonly undetermined?: readonly string[];
  readonly templateUrls?: readonly (string | undefined)[];
  readonly unreadable?: TemplateEvaluation['unreadable'];
}

type Describe = (spot: Location) => string;

/** `Sg /Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol if IsProd`. */
const describePlace: Describe = ({ logicalId, path, condition }) =>
  `${logicalId} ${path}${condition === undefined ? '' : ` if ${condition}`}`;

/** The same behind `6:11`, the line and the column. */
const describePosition: Describe = (spot) => `${spot.line}:${spot.column} ${describePlace(spot)}`;

const tell = (evaluation: TemplateEvaluation, describe: Describe): Told => {
  const { findings, undetermined, nested, unreadable } = evaluation;
  const templateUrls = nested.map(({ location }) => location);
  return {
    ...(findings.length > 0 && {
      findings: findings.map((finding) => `${describe(finding)} = ${JSON.stringify(finding.value)}`),
    }),
    ...(undetermined.length > 0 && { undetermined: undetermined.map((spot) => `${describe(spot)}: ${spot.reason}`) }),
    ...(templateUrls.length > 0 && { templateUrls }),
    ...(unreadable !== undefined && { unreadable }),
  };
};

/** All that the rules say of the text of a template, with lines and columns; `{}`: nothing. */
export const judgeText = (text: string, settings?: EvaluateSettings): Told =>
  tell(evaluateTemplate(text, settings), describePosition);

/** All that the rules say of the text of a template, without lines and columns. */
export const judgePlaces = (text: string, settings?: EvaluateSettings): Told =>
  tell(evaluateTemplate(text, settings), describePlace);

/** Lines that are indented as deep as the code they stand in, as a text. */
export const lines = (...texts: readonly string[]): string => `${texts.join('\n')}\n`;

/** A template in YAML with one group `Sg`; what stands behind `SecurityGroupEgress:` is given. Its column is 7, its line 5. */
export const yamlGroup = (egress: string, ...others: readonly string[]): string =>
  lines(
    'Resources:',
    '  Sg:',
    '    Type: AWS::EC2::SecurityGroup',
    '    Properties:',
    `      SecurityGroupEgress: ${egress}`,
    ...others,
  );

/** A template in YAML with one group `Sg` and one entry, whose `IpProtocol` is given; it stands at line 6, column 11. */
export const yamlProtocol = (protocol: string, ...others: readonly string[]): string =>
  yamlGroup('', `        - IpProtocol: ${protocol}`, '          CidrIp: 0.0.0.0/0', ...others);

export const EGRESS = '/Resources/Sg/Properties/SecurityGroupEgress';
