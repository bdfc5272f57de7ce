import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Tells what egress to all protocols SnakeYAML finds in texts. Each line of the input is a text in Base64; each line of the
 * output is `refused`, or the logical ids of the resources, in Base64 too, that hold it as a literal.
 */
public final class Egress {
  private static final int MAX_MERGES = 20;

  public static void main(String[] arguments) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    var output = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    for (String line = input.readLine(); line != null; line = input.readLine())
      output.println(read(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
    output.flush();
  }

  private static String read(String text) {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(200);
    options.setMaxAliasesForCollections(10_000);
    var found = new ArrayList<String>();
    try {
      for (Node root : new Yaml(options).composeAll(new StringReader(text)))
        at(root, "Resources").forEach((id, resource) -> {
          if (isOpen(resource)) found.add(encode(id));
        });
    } catch (YAMLException refused) {
      return "refused";
    }
    return String.join(" ", found);
  }

  private static String encode(String id) {
    return Base64.getEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isOpen(Node node) {
    var resource = pairs(node, 0);
    var properties = resource.get("Properties");
    if (resource.containsKey("Condition") || properties == null) return false;
    var type = resource.get("Type");
    return switch (type != null && type.getTag().equals(Tag.STR) ? text(type) : "") {
      case "AWS::EC2::SecurityGroupEgress" -> isBad(properties);
      case "AWS::EC2::SecurityGroup" ->
        items(pairs(properties, 0).get("SecurityGroupEgress")).stream().anyMatch(Egress::isBad);
      default -> false;
    };
  }

  private static List<Node> items(Node node) {
    if (node instanceof SequenceNode list && node.getTag().equals(Tag.SEQ)) return list.getValue();
    return node == null ? List.of() : List.of(node);
  }

  /** Whether an entry names -1, in any spelling of YAML 1.1. */
  private static boolean isBad(Node entry) {
    var protocol = pairs(entry, 0).get("IpProtocol");
    if (!(protocol instanceof ScalarNode scalar)) return false;
    var tag = scalar.getTag();
    if (tag.equals(Tag.STR)) return scalar.getValue().strip().equals("-1");
    if (!tag.equals(Tag.INT) && !tag.equals(Tag.FLOAT)) return false;
    try {
      Object value = new Yaml().load("!!" + (tag.equals(Tag.INT) ? "int" : "float") + " '" + scalar.getValue() + "'");
      return new BigDecimal(value.toString()).compareTo(BigDecimal.ONE.negate()) == 0;
    } catch (RuntimeException noNumber) {
      return false;
    }
  }

  private static Map<String, Node> at(Node node, String key) {
    return pairs(pairs(node, 0).get(key), 0);
  }

  /** What a mapping holds: of keys that are written twice the last one, and what it merges in where it says nothing itself. */
  private static Map<String, Node> pairs(Node node, int merges) {
    var own = new LinkedHashMap<String, Node>();
    if (!(node instanceof MappingNode mapping) || !node.getTag().equals(Tag.MAP) || merges > MAX_MERGES) return own;
    var all = new LinkedHashMap<String, Node>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!tuple.getKeyNode().getTag().equals(Tag.MERGE)) own.put(text(tuple.getKeyNode()), tuple.getValueNode());
      else for (Node source : items(tuple.getValueNode())) pairs(source, merges + 1).forEach(all::putIfAbsent);
    }
    all.putAll(own);
    return all;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
