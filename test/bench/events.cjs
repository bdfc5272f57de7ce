// The events that the benchmark asks the gate about, by what they are about.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const event = JSON.parse(readFileSync(join(__dirname, 'event.json'), 'utf8'));

const entry = (index) => ({
  IpProtocol: 'tcp',
  FromPort: String(index),
  ToPort: String(index),
  CidrIp: `10.${index >> 8}.${index & 255}.0/24`,
});

const withEgress = (egress) => {
  const copy = structuredClone(event);
  copy.requestData.targetModel.resourceProperties.SecurityGroupEgress = egress;
  return copy;
};

const entries = (count) => withEgress(Array.from({ length: count }, (_, index) => entry(index)));

exports.entries = entries;

exports.events = {
  'a pass': event,
  'a violation': withEgress([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]),
  '10 entries': entries(10),
  '1,000 entries': entries(1000),
};
