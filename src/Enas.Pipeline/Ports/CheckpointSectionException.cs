using System.Globalization;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Ports;

/// <summary>A checkpoint that is whole has not what this program needs of it, or has it in a version that it does not know.
/// Exit code 11.</summary>
public sealed class CheckpointSectionException : Exception
{
    private CheckpointSectionException(long step, string words)
        : base(string.Create(CultureInfo.InvariantCulture, $"the checkpoint of step {step} {words}. Use the version of enas that wrote it, "
            + $"or move the file checkpoints/{step:D12}-*.safetensors away: 'resume' then makes its steps again"))
    {
    }

    /// <summary>A newer program wrote the section.</summary>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="wanted">The section as this program knows it.</param>
    /// <param name="version">The version that is there.</param>
    public static CheckpointSectionException Newer(long step, SectionKind wanted, int version) => new(step, string.Create(
        CultureInfo.InvariantCulture,
        $"has its section \"{wanted.Name}\" in version {version}, and this program knows versions up to {wanted.Version}"));

    /// <summary>The section is not there.</summary>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="wanted">The section as this program knows it.</param>
    /// <param name="present">The sections that are there.</param>
    public static CheckpointSectionException Missing(long step, SectionKind wanted, IEnumerable<SectionKind> present) => new(step,
        $"has no section \"{wanted.Name}\", only {string.Join(", ", present.Select(section => ForeignText.Shown(section.Name, 64)))}");

    /// <summary>The section is there and lacks something.</summary>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="section">What the section is called, and which of its versions this program reads.</param>
    /// <param name="name">The text or tensor that it lacks.</param>
    public static CheckpointSectionException Lacking(long step, SectionKind section, string name) =>
        new(step, $"has no {name} in its section \"{section.Name}\"");

    /// <summary>A text of the section says nothing that this program understands.</summary>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="section">What the section is called, and which of its versions this program reads.</param>
    /// <param name="key">The text's key.</param>
    /// <param name="text">The text as it was found.</param>
    public static CheckpointSectionException Unreadable(long step, SectionKind section, string key, string text) =>
        new(step, $"has in its section \"{section.Name}\" a {key} that cannot be read: '{ForeignText.Shown(text, 64)}'");
}
