using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>Reads the <c>key=value</c> of every <c>--set</c>.</summary>
public static class JobOverrides
{
    private const string Set = "--set ";

    /// <summary>Whether a value with this origin was given by a <c>--set</c>.</summary>
    public static bool IsOrigin(string origin) => origin.StartsWith(Set, StringComparison.Ordinal);

    internal static List<GivenValue> Read(JobTable table, IReadOnlyList<string> sets, string workingDirectory, List<JobError> errors)
    {
        var values = new List<GivenValue>();
        foreach (var set in sets)
        {
            var equals = set.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? set.Trim() : set[..equals].Trim();
            if (equals <= 0)
            {
                Refuse(JobErrorCodes.BadSet, "", $"expected key=value, found \"{ForeignText.Shown(set)}\"");
            }
            else if (table.Find(key) is { } option)
            {
                var (json, faults) = option.ReadAll(Parse(option, set[(equals + 1)..].Trim()));
                values.Add(new GivenValue(option, json, Set + set, TextPosition.None, workingDirectory, JobErrorKind.BadCommandLine));
                foreach (var fault in faults)
                {
                    Refuse(fault.Code, key, fault.Message);
                }
            }
            else
            {
                Refuse(
                    JobErrorCodes.UnknownKey,
                    key,
                    table.IsSection(key) ? "is a section; set one of its options" : table.FaultOf(key));
            }

            void Refuse(string code, string about, string message) =>
                errors.Add(new JobError(code, JobErrorKind.BadCommandLine, Set + set, TextPosition.None, about, message));
        }

        return values;
    }

    // A value is JSON where it parses; a name such as 42 is still text, and so is what is no JSON: quotes are hard to type in shells.
    private static PlacedNode Parse(JobOption option, string text)
    {
        var plain = new JsonTextNode(TextPosition.None, text);
        try
        {
            var (node, duplicates) = JsonPositions.Parse(text);
            var wantsText = option.Type is JobOptionType.Text or JobOptionType.Path;
            return duplicates.Count > 0 || (wantsText && node is not JsonTextNode) ? plain : node;
        }
        catch (JsonSyntaxException)
        {
            return plain;
        }
    }
}
