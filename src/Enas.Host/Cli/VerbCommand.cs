using System.CommandLine;

namespace Enas.Host.Cli;

/// <summary>A verb: what it is called, what it is for, and an example that its help ends with.</summary>
internal sealed class VerbCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>An example as it is typed.</summary>
    public string Example { get; } = example;

    /// <summary>Sets what the verb does; failures become exit codes in one place.</summary>
    /// <param name="json">The verb's <c>--json</c> option, or null where it has none.</param>
    /// <param name="act">The verb.</param>
    public VerbCommand Does(Option<bool>? json, Func<ParseResult, Terminal, Task<int>> act)
    {
        if (json is not null)
        {
            Options.Add(json);
        }

        SetAction(async (parsed, _) =>
        {
            var terminal = new Terminal(json is not null && parsed.GetValue(json));
            try
            {
                return await act(parsed, terminal);
            }
            catch (Exception error)
            {
                var failure = ErrorMapping.Of(error);
                terminal.Fail(failure);
                return failure.ExitCode;
            }
        });
        return this;
    }
}
