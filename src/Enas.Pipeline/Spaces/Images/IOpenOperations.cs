namespace Enas.Pipeline.Spaces.Images;

/// <summary>A space whose operations a program can add to.</summary>
public interface IOpenOperations : ISpaceModule
{
    /// <summary>Adds an operation, which jobs choose by its name in <c>space.operations</c>; no default has it.</summary>
    /// <exception cref="ArgumentException">There is one of this name, or its name is none.</exception>
    void AddOperation(ImageOperation operation);
}
