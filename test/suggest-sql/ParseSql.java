import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads statements with the parser of Trino, which Athena is built on. Each line of the input is a statement in Base64; each
 * line of the output is `read`, or what the parser says against it.
 */
public final class ParseSql {
  public static void main(String[] arguments) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    var parser = new SqlParser();
    for (String line = input.readLine(); line != null; line = input.readLine())
      System.out.println(read(parser, new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8)));
  }

  private static String read(SqlParser parser, String statement) {
    try {
      parser.createStatement(statement);
      return "read";
    } catch (ParsingException refused) {
      return refused.getMessage().replace('\n', ' ');
    }
  }
}
