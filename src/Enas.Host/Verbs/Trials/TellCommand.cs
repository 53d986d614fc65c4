using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Enas.Host.Cli;
using Enas.Host.Searches;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Trials;

/// <summary><c>enas tell</c>: what an architecture is worth that was asked for.</summary>
internal static class TellCommand
{
    public static Command Create()
    {
        var search = CommandParts.Search();
        var trial = Trial("The number that ask gave.");
        trial.Required = true;
        var value = new Option<double?>("--value")
        {
            Description = "Its value, in the job's evaluator.measure.",
            HelpName = "X",
            CustomParser = Number,
        };
        var failed = new Option<string?>("--failed")
        {
            Description = "It has no value: the reason, in small letters and dashes, as in out-of-memory.",
            HelpName = "REASON",
        };
        var costs = new Option<string[]>("--cost")
        {
            Description = "What it costs, as in latency_ms=3.1. May be given several times; those that the job asks for must be.",
            HelpName = "NAME=VALUE",
        };
        var verb = new VerbCommand("tell",
            "Tells a search what an architecture is worth that was asked for, once.", "enas tell @last --trial 3 --value 0.93");
        verb.Arguments.Add(search);
        foreach (var option in (Option[])[trial, value, failed, costs])
        {
            verb.Options.Add(option);
        }

        return verb.Does(CommandParts.Json(), (parsed, terminal) => TellVerb.RunAsync(
            SearchLocator.Find(parsed.GetRequiredValue(search)),
            new Told(parsed.GetValue(trial)!.Value, parsed.GetValue(value), parsed.GetValue(failed),
                ToldCosts.Read(parsed.GetValue(costs) ?? [])),
            terminal));
    }

    // Not the library's parser: to it 0,93 is 93.
    private static double? Number(ArgumentResult given)
    {
        var text = given.Tokens.Count == 1 ? given.Tokens[0].Value : string.Empty;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        given.AddError($"--value {ForeignText.Shown(text)}: is no number; allowed are digits with a point, as in 0.93 or 9.3e-1");
        return null;
    }

    /// <summary>The number of a trial.</summary>
    public static Option<int?> Trial(string description) =>
        new Option<int?>("--trial") { Description = description, HelpName = "N" }.Between(0, int.MaxValue);
}
