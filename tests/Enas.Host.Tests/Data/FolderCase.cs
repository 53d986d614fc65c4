namespace Enas.Host.Tests.Data;

/// <summary>A data folder that a test makes, and what must become of it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Make">Fills an empty folder.</param>
/// <param name="Sets">What <c>--set</c> says.</param>
/// <param name="Items">What must be read of it in all sets (images, or tokens); 0 where the folder is refused.</param>
/// <param name="Refused">Names that must stand in the faults; empty where the folder can be used.</param>
public sealed record FolderCase(string Name, Action<string> Make, IReadOnlyList<string> Sets, int Items, IReadOnlyList<string> Refused)
{
    public override string ToString() => Name;
}

/// <summary>What a check said of a folder.</summary>
/// <param name="Items">What was read in all sets.</param>
/// <param name="FilesRead">How many files it says it has read.</param>
/// <param name="PassedOver">What it says it has passed over, relative to the folder; of a folder, with a separator at its end.</param>
/// <param name="Faults">Why it was refused; empty where it was not.</param>
public sealed record FolderOutcome(int Items, int FilesRead, IReadOnlyList<string> PassedOver, IReadOnlyList<string> Faults);
