namespace Enas.Pipeline.Ports;

/// <summary>A part of a search or training that a checkpoint holds in a section of its own: who has the state saves and loads it.</summary>
public interface ICheckpointed
{
    /// <summary>The section as this program writes it.</summary>
    SectionKind Section { get; }

    /// <summary>Puts the state into the section; equal state, equal content.</summary>
    void Save(CheckpointSection to);

    /// <summary>Restores what <see cref="Save"/> put there, in this version or an earlier one.</summary>
    /// <exception cref="CheckpointSectionException">The section lacks something.</exception>
    void Load(CheckpointSection from);
}

/// <summary>A section of an owner that has several.</summary>
/// <param name="save">Puts the state there.</param>
/// <param name="load">Restores it; null where there is nothing to restore.</param>
internal sealed class OwnedSection(SectionKind section, Action<CheckpointSection> save, Action<CheckpointSection>? load) : ICheckpointed
{
    /// <inheritdoc />
    public SectionKind Section { get; } = section;

    /// <inheritdoc />
    public void Save(CheckpointSection to) => save(to);

    /// <inheritdoc />
    public void Load(CheckpointSection from) => load?.Invoke(from);
}
