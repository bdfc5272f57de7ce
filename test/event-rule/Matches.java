import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import software.amazon.event.ruler.Ruler;

/** Reads an event and a pattern, in base64, from each line; prints whether the one matches the other. */
public final class Matches {
  public static void main(String[] arguments) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      var parts = line.split(" ");
      System.out.println(Ruler.matchesRule(decode(parts[0]), decode(parts[1])));
    }
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }
}
