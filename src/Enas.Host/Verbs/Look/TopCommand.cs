using System.CommandLine;
using Enas.Host.Cli;

namespace Enas.Host.Verbs.Look;

/// <summary><c>enas top</c>: the architectures with the highest rewards.</summary>
internal static class TopCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var count = new Option<int>("-k") { Description = "How many.", DefaultValueFactory = _ => 10, HelpName = "N" }.From(1);
        var verb = new VerbCommand("top", "Lists the sampled architectures with the highest rewards.", "enas top @last -k 5");
        verb.Arguments.Add(search);
        verb.Options.Add(count);
        return verb.Does(CommandParts.Json(), (parsed, terminal) =>
            TopVerb.RunAsync(parsed.GetRequiredValue(search), parsed.GetValue(count), terminal));
    }
}
